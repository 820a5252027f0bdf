"""The addresses of Financiën."""

from django.urls import path

from finance.views import bank, budgets, drafts, entries, grants, invoices, statements, years

app_name = "finance"
urlpatterns = [
    path("", statements.income, name="income"),
    path("balans/", statements.balance, name="balance"),
    path("kostenplaatsen/", statements.cost_centres, name="cost_centres"),
    path("regels/", entries.lines, name="lines"),
    path("boekstukken/", entries.entries, name="entries"),
    path("boekstukken/<int:pk>/", entries.entry, name="entry"),
    path("boekstukken/<int:pk>/terugboeken/", entries.reverse_entry, name="reverse"),
    path("concepten/", drafts.drafts, name="drafts"),
    path("concepten/nieuw/", drafts.new, name="draft_new"),
    path("concepten/<int:pk>/", drafts.draft, name="draft"),
    path("concepten/<int:pk>/wijzigen/", drafts.edit, name="draft_edit"),
    path("concepten/<int:pk>/boeken/", drafts.post, name="draft_post"),
    path("concepten/<int:pk>/weggooien/", drafts.discard, name="draft_discard"),
    path("subsidies/", grants.grants, name="grants"),
    path("subsidies/<slug:code>/", grants.grant, name="grant"),
    path("begrotingen/", budgets.budgets, name="budgets"),
    path("facturen/", invoices.invoices, name="invoices"),
    path("facturen/<int:pk>/", invoices.invoice, name="invoice"),
    path("facturen/<int:pk>/crediteren/", invoices.credit, name="invoice_credit"),
    path("bank/", bank.lines, name="bank_lines"),
    path("bank/afschriften/", bank.statements, name="bank_statements"),
    path("bank/inlezen/", bank.upload, name="bank_upload"),
    path("bank/boeken/", bank.confirm, name="bank_confirm"),
    path("bank/<int:pk>/", bank.line, name="bank_line"),
    path("bank/<int:pk>/verdelen/", bank.allocate, name="bank_allocate"),
    path("bank/<int:pk>/ongedaan/", bank.undo, name="bank_undo"),
    path("jaren/", years.years, name="years"),
    path("jaren/<int:number>/", years.year, name="year"),
    path("jaren/<int:number>/slot/", years.lock, name="year_lock"),
    path("jaren/<int:number>/van-het-slot/", years.unlock, name="year_unlock"),
    path("jaren/<int:number>/bestemmen/", years.appropriate, name="year_appropriate"),
    path("jaren/<int:number>/afsluiten/", years.close, name="year_close"),
    path("jaren/<int:number>/heropening-vragen/", years.ask, name="year_ask"),
    path("jaren/<int:number>/heropenen/", years.reopen, name="year_reopen"),
]
