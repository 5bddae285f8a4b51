"""What a letter is made of: the built-in texts, the words around them, the facts that fill them, and the page that becomes a PDF."""
