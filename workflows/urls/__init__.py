"""The addresses of the desks, one list a kind of visitor."""

from workflows.urls import accounts, applicant, calls, desks, experts, holders, paper, public, style

urlpatterns = [
    *public.urlpatterns,
    *accounts.urlpatterns,
    *applicant.urlpatterns,
    *desks.urlpatterns,
    *calls.urlpatterns,
    *experts.urlpatterns,
    *holders.urlpatterns,
    *paper.urlpatterns,
    *style.urlpatterns,
]
