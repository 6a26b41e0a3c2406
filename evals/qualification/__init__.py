"""Puts a language model to the test before it may work: cases as data (`KIND.LANG.yaml`), and who reads the answers."""
