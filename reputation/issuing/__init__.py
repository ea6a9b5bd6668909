"""What signs receipts: issuing keys, registered codes and claims. The issuer process alone can read them."""
