"""Screens with a mouse and a keyboard."""
