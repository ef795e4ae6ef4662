from django.dispatch import Signal

#: Sent with ``contact`` (an Interaction), ``by`` and ``due_on`` in the transaction that wrote a
#: contact down, changed it or is about to delete it (``contact.next_step`` is empty then). The app
#: that keeps tasks hears it: what was agreed as the next step is somebody's task.
next_step_agreed = Signal()
