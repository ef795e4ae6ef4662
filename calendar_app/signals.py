from django.dispatch import Signal

#: Sent with ``activity`` and ``now`` in the transaction that said how an activity ended, or that it
#: takes place after all. The app that thanks partners hears it.
activity_ended = Signal()
