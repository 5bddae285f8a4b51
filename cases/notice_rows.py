"""The facts of a batch of cases that reminders stand on, read in one statement. Filled in next."""
