"""Answers as text, tables and files. Text from sources is hostile: it is cleaned here."""
