"""Refunds: not yet."""

from flask.views import MethodView


class RefundView(MethodView):
    def post(self):
        return {"error": "not implemented"}, 501
