"""One folder per channel, each with a manifest, a webhook, a translator and a sender."""
