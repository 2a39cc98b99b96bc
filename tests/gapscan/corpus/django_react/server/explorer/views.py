from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from explorer.models import Query


class QueryViewSet(ModelViewSet):
    queryset = Query.objects.all()

    @action(detail=True)
    def runs(self, request, pk=None):
        query = self.get_object()
        return Response([{"id": run.pk} for run in query.runs.all()])
