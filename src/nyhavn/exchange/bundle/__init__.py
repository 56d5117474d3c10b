"""The release bundle: a folder (or zip) that anyone can check without asking anybody.

Written by `content`, sealed by `sealing` into the `log`, packed by `container`, checked by `verification`.
"""
