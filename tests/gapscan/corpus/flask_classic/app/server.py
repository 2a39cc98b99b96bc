"""The application; plugins register themselves once it runs."""

import functools

from app.api import api
from app.machine import Machine
from flask import Flask

app = Flask(__name__)
printer = None


def start():
    global printer
    printer = Machine()
    for register in [functools.partial(app.register_blueprint, api, url_prefix="/api")]:
        register()
