"""Documentation, and what generates the parts of it that print the program's output."""
