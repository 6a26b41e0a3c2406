"""Language models behind the one port: the embedded engine, Ollama, any OpenAI-compatible server, or none."""
