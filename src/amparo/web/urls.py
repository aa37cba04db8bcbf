"""Every address of the app; who may use each stands in ``access.py``."""

from django.urls import path

from amparo.web.views import counting, entering, errors, first, people, start, statements

urlpatterns = [
    path("door/<str:word>", entering.door, name="door"),
    path("first", first.first, name="first"),
    path("first/account", first.first_account, name="first_account"),
    path("sign-in", entering.sign_in, name="sign_in"),
    path("sign-out", entering.sign_out, name="sign_out"),
    path("language", entering.language, name="language"),
    path("account", entering.own_account, name="own_account"),
    path("", start.home, name="home"),
    path("guide", start.guide, name="guide"),
    path("roles", start.roles, name="roles"),
    path("glossary", start.glossary, name="glossary"),
    path("people", people.people, name="people"),
    path("people/new", people.person_new, name="person_new"),
    path("people/<str:person_id>", people.person, name="person"),
    path("people/<str:person_id>/say", statements.statement_new, name="statement_new"),
    path("statements/<str:statement_id>", statements.statement, name="statement"),
    path("statements/<str:statement_id>/correct", statements.statement_correct, name="statement_correct"),
    path("statements/<str:statement_id>/withdraw", statements.statement_withdraw, name="statement_withdraw"),
    path("questions", counting.questions, name="questions"),
    path("questions/count", counting.count, name="count"),
    path("questions/count/sentence", counting.rule_sentence, name="rule_sentence"),
]

handler404 = errors.missing
handler500 = errors.broken
