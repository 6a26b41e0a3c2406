"""A local server that speaks Ollama's protocol, for tests and for trying things out.

It keeps to what Ollama documents (`docs/api.md` in its repository) and to the words of its errors. Behind it works
llama.cpp with real weights, or a script. By hand: `python -m tests.ollama NAME=FILE.gguf --port 11434`.
"""
