from django.db import models


class Query(models.Model):
    sql = models.TextField()
