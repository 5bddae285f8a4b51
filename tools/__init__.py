"""What starts, stops, sets up and checks MentorCase. Standard library only, because most of it runs before there is a `.venv`."""
