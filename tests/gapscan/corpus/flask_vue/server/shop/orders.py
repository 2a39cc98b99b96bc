"""Orders: real."""

from flask import Blueprint, jsonify, request

from .db import Order, session

bp = Blueprint("orders", __name__)


@bp.route("/")
@bp.route("")
def list_orders():
    return jsonify([order.as_dict() for order in Order.query.all()])


@bp.route("/<int:order_id>", methods=["GET", "PATCH"])
def order(order_id: int):
    found = Order.query.get_or_404(order_id)
    if request.method == "PATCH":
        found.opened = request.json["opened"]
        session.commit()
    return jsonify(found.as_dict())
