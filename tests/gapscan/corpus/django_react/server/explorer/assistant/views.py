from rest_framework.response import Response
from rest_framework.views import APIView


class AssistantView(APIView):
    def post(self, request):
        question = request.data.get("question")
        return Response({"question": question, "answer": "42"})
