from django.urls import path

from explorer.assistant.views import AssistantView

assistant_urls = [path("assistant/", AssistantView.as_view())]
