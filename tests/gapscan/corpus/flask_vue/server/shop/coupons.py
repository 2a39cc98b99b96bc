"""Coupons: a table in the source that nothing changes."""

from flask import Blueprint, jsonify, request

coupons = Blueprint("coupons", __name__, url_prefix="/api/coupons")
COUPONS = [{"code": "WELCOME", "percent": 10}]


@coupons.get("")
def list_coupons():
    return jsonify(COUPONS)


@coupons.post("")
def create_coupon():
    payload = request.get_json()
    return jsonify({"code": payload["code"]}), 201
