from django.dispatch import Signal

#: Sent with ``participation`` and ``now`` in the transaction that noted an answer. The app that
#: knows who stands in for whom hears it.
participation_answered = Signal()

#: Sent with ``activity`` and ``now`` in the transaction that said how an activity ended, or that it
#: takes place after all. The app that thanks partners hears it.
activity_ended = Signal()
