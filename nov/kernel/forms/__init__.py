"""What every form shares: Dutch fields, errors said where and how, no lost updates, one effect for a double click.

    class ResignForm(Form):
        last_day = DayField(label="Laatste dag van het lidmaatschap")
        reason = forms.ChoiceField(label="Reden", choices=Reason.choices)

    @needs("members.mutate")
    def resign(request, pk):
        membership = get_object_or_404(Membership.objects.visible_to(request.user), pk=pk)

        def save(form):
            mutations.resign(membership, **form.cleaned_data, received_on=today(), by=request.user)
            return membership.organisation.get_absolute_url()

        return form_page(
            request, ResignForm, title="Opzegging", save=save, guard=membership, done="De opzegging is vastgelegd."
        )

A rule refuses by raising Django's ValidationError, on a field or on the whole; what the database refuses is said in the
words of the constraint. In a page of your own: `{% include "kernel/form.html" %}` inside the `<form>`.
"""

from nov.kernel.forms.base import Form, ModelForm, dutch_field
from nov.kernel.forms.fields import CountField, DayField, MoneyField, NumberField
from nov.kernel.forms.pages import form_page

__all__ = [
    "CountField",
    "DayField",
    "Form",
    "ModelForm",
    "MoneyField",
    "NumberField",
    "dutch_field",
    "form_page",
]
