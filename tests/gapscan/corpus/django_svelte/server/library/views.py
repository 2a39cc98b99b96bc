"""Views of the library."""

from rest_framework import viewsets
from rest_framework.decorators import action, api_view
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Author, Book
from .serializers import AuthorSerializer, BookSerializer


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer

    @action(detail=True, methods=["post"])
    def lend(self, request, pk=None):
        book = self.get_object()
        book.lent = True
        book.save()
        return Response({"lent": True})

    @action(detail=False)
    def recommended(self, request):
        return Response([])

    @action(detail=False, url_path="popular")
    def most_popular(self, request):
        books = Book.objects.order_by("-loans")[:10]
        return Response(BookSerializer(books, many=True).data)


class AuthorViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Author.objects.all()
    serializer_class = AuthorSerializer


@api_view(["POST"])
def extend_loan(request):
    return Response({"loan": request.data["loan"], "extended": True})


class Statistics(APIView):
    def get(self, request):
        return Response({"books": 1042, "readers": 311})
