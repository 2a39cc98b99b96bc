from django.db import models


class Query(models.Model):
    sql = models.TextField()


class Run(models.Model):
    query = models.ForeignKey(Query, on_delete=models.CASCADE)


class Domain(models.Model):
    name = models.TextField()
