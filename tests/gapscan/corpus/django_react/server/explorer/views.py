from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from explorer import constants, mailbox
from explorer.constants import SAMPLE_SUGGESTIONS
from explorer.models import Domain, Query, Run


class QueryViewSet(viewsets.ModelViewSet):
    queryset = Query.objects.all()

    @action(detail=True, url_path="tags")
    def get_tags(self, request, pk=None):
        query = self.get_object()
        return Response([tag.name for tag in query.tags.all()])

    @get_tags.mapping.put
    def set_tags(self, request, pk=None):
        self.get_object().tags.set(request.data["names"])
        return Response(request.data)


class RunViewSet(viewsets.ViewSet):
    def list(self, request, query_pk=None):
        return Response(Run.objects.filter(query=query_pk).values())

    def create(self, request, query_pk=None):
        return Response({"id": Run.objects.create(query_id=query_pk).pk})

    def retrieve(self, request, query_pk=None, pk=None):
        return Response(Run.objects.get(pk=pk))


class LanguageViewSet(viewsets.ViewSet):
    def list(self, request):
        return Response([{"code": code, "label": label} for code, label in constants.LANGUAGES])


class SuggestionViewSet(viewsets.ViewSet):
    def list(self, request):
        return Response(SAMPLE_SUGGESTIONS)


class MailView(APIView):
    def get(self, request):
        message = mailbox.Message(request.GET.get("id"))
        return Response({"source": message.source})


class CheckSerializer(serializers.Serializer):
    domain = serializers.CharField()

    def validate_domain(self, value):
        if Domain.objects.filter(name=value).exists():
            raise serializers.ValidationError("taken")
        return value


class DomainViewSet(viewsets.ViewSet):
    @action(detail=False, methods=["post"])
    def check(self, request):
        serializer = CheckSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(status=200)
