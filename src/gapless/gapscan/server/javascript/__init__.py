"""Node servers: Express (and routers like it) and NestJS, from their source."""
