"""The bank's systems behind `hub.ports.bank`: the HTTP client, and the worker that has things done once.

`signing` and `client` speak to the bank, `instructions` writes down what is wanted, `worker` has it done and
tells the conversation; `docs/bank.md`.
"""
