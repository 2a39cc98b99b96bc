"""Single sign-on: the brand's OpenID Connect providers, and signing in through them."""
