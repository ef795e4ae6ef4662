from django.dispatch import Signal

#: Sent with ``student`` in the transaction that takes back the release of a name to hosts. The app
#: that sends names to hosts hears it.
release_withdrawn = Signal()
