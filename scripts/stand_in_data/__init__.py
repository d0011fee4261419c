"""Owns the synthetic stand-in data: how its values come about, and the two files made of them."""
