"""What the panel asks."""

from app.files import FileStore
from app.server import printer
from flask import Blueprint, jsonify

api = Blueprint("api", __name__)


@api.route("/files/<name>")
def one(name):
    store = FileStore.instance()
    return jsonify(store.load(name))


@api.route("/printer")
def state():
    data = printer.state()
    return jsonify({"text": data})


@api.route("/job")
def job():
    data = {"progress": 0.5}
    response = {"job": data}
    return jsonify(**response)
