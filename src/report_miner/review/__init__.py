"""The review page: figures beside their printed sources, and what people decide about them."""
