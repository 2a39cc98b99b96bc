"""Storage."""

from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
session = db.session


class Order(db.Model):
    id = db.Column(db.Integer, primary_key=True)

    def as_dict(self):
        return {"id": self.id}
