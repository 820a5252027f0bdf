"""Standard letters: their texts, and one that is looked at and sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from members import letters as rules
from members.models import Application, LetterTemplate, Mutation, Organisation
from members.views.organisations import crumbs
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.forms import Form, ModelForm, form_page
from nov.kernel.models import Message
from nov.kernel.rights import needs

WIDE = forms.Textarea(attrs={"rows": 14})


class TemplateForm(ModelForm):
    """The text of a standard letter."""

    class Meta:
        model = LetterTemplate
        fields = ("subject", "body")
        widgets = {"body": WIDE}


class LetterForm(Form):
    """A letter as it will be sent."""

    to = forms.EmailField(label="Aan", max_length=254)
    subject = forms.CharField(label="Onderwerp", max_length=200)
    body = forms.CharField(label="Tekst", max_length=20_000, widget=WIDE)


@needs("members.enter")
def template(request: UserRequest, kind: str) -> HttpResponseBase:
    """The text of one kind of letter, with an example of what comes of it."""
    found = get_object_or_404(LetterTemplate, kind=kind)
    others = [one for one in LetterTemplate.objects.all() if one.pk != found.pk]
    return form_page(
        request,
        TemplateForm,
        title=str(found),
        lead="Wat tussen accolades staat, wordt ingevuld.",
        save=lambda form: form.save().get_absolute_url(),
        form_kwargs={"instance": found},
        done="De tekst is bewaard. Hieronder zie je hoe de brief eruitziet.",
        back=reverse("members:organisations"),
        crumbs=[("Leden", reverse("members:organisations"))],
        template="members/letter_template.html",
        context={
            "letter": found,
            "others": others,
            "example": {name: rules.filled(getattr(found, name), rules.EXAMPLE) for name in ("subject", "body")},
        },
    )


@needs("members.enter")
def letter(request: UserRequest, about: str, pk: int) -> HttpResponseBase:
    """The letter about a mutation or a declined application: looked at, put right if need be, and put in the outbox."""
    models: dict[str, Any] = {"mutatie": Mutation, "aanmelding": Application}
    if about not in models:
        raise Http404(about)
    found = get_object_or_404(models[about].objects.select_related("organisation__party"), pk=pk)
    if rules.kind_for(found) is None:
        raise Http404("geen standaardbrief")
    written = rules.write(found, today())
    organisation = written.organisation

    def save(form: LetterForm) -> Organisation:
        rules.send(found, **form.cleaned_data, by=request.user)
        return organisation

    sent = Message.objects.filter(key=written.key).first()
    return form_page(
        request,
        LetterForm,
        title=f"{LetterTemplate.Kind(rules.kind_for(found)).label}: {organisation}",
        lead=f"Deze brief is al klaargezet: {sent.get_state_display()}."
        if sent
        else "Kijk de brief na; hij gaat per e-mail.",
        save=save,
        initial={"to": written.to, "subject": written.subject, "body": written.body},
        done="De brief staat klaar om te versturen.",
        button="Versturen",
        back=organisation.get_absolute_url(),
        crumbs=crumbs(organisation),
    )
