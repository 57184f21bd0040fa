"""Transactional outbox: delivers replies, in order for each person, by the rules of each channel account.

`sender` claims, `carrier` sends, `recorder` writes down what became of it; `lane` paces one account,
`claiming` counts quotas, `parts` and `receipts` know the providers' ids, `passive` answers
webhooks.
"""
