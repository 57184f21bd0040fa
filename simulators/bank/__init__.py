"""The core system of the invented bank 远桥银行: a real database behind the API that docs/bank.md describes.

`database` and `opening` hold customers, accounts and what was booked; `doing` carries instructions out, once
for each key; `reading` tells what there is; `api` checks signatures and goes wrong on demand.
"""
