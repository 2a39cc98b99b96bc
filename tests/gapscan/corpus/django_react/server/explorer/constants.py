"""What the product knows."""

LANGUAGES = [("en", "English"), ("tr", "Türkçe")]
SAMPLE_SUGGESTIONS = [{"title": "Orders of today"}]
