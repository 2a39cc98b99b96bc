"""A shop."""

from flask import Flask

from .coupons import coupons
from .orders import bp as orders
from .refunds import RefundView


def create_app() -> Flask:
    app = Flask(__name__)
    app.register_blueprint(orders, url_prefix="/api/orders")
    app.register_blueprint(coupons)
    app.add_url_rule("/api/refunds", view_func=RefundView.as_view("refunds"))
    return app
