"""How the web server runs: `gunicorn -c nov/gunicorn.py nov.wsgi`."""

from nov.supervision import follow_supervisor

workers = 2
threads = 4
timeout = 120
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
loglevel = "warning"


def on_starting(server: object) -> None:
    """End with `manage.py run`, where that started us."""
    follow_supervisor()
