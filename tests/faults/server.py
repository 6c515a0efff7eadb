"""The real program on a data directory of its own, and a client that speaks to it over loopback.

Only processes started here are ended, by their own handle. Everything lies in a temporary folder.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSWORD = "a password for tests"

CONFIG = """\
data: {data}
listen: 127.0.0.1:0
admin_listen: 127.0.0.1:0
secure_cookies: false
models: {models}
rules: {source}/tests/functional/rules
limits: {{connections_per_address: 1000, requests_per_connection: 1000000, requests_per_second_per_key: 0}}
webhooks: {{allow_http: true, allow_private: true}}
"""


class Fault(AssertionError):
    """What must never happen has happened."""


def expect(condition, message):
    if not condition:
        raise Fault(message)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


class Client:
    """One kept-alive connection. Raises OSError or HTTPException when the server is gone."""

    def __init__(self, port, headers=None, timeout=15):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = dict(headers or {})

    def send(self, method, target, body=None, headers=None):
        every = dict(self.headers)
        every.update(headers or {})
        data = None
        if body is not None:
            every["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        elif method in ("POST", "PUT"):
            data = b""
        self.connection.request(method, target, data, every)
        answer = self.connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def close(self):
        self.connection.close()


class Server:
    """A running server process. `wrapper`: words before the command, such as those of strace."""

    def __init__(self, installation, wrapper=()):
        self.wrapped = bool(wrapper)
        command = [*wrapper, installation.program, "serve", "--config", installation.config]
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )
        self.lines = []
        self.port = self.admin_port = None
        self.ready_after = None
        self.csrf_tokens = {}
        self._told = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for raw in self.process.stderr:
            line = raw.decode(errors="replace").rstrip()
            self.lines.append(line)
            found = re.search(r"http://[^ ]*:(\d+),.* port (\d+)\)", line)
            if found:
                self.port, self.admin_port = int(found[1]), int(found[2])
                self.ready_after = time.monotonic() - self.started
                self._told.set()
        self._told.set()

    def wait_ready(self, seconds=20):
        """True when it serves; False when it has ended or does not come up in time."""
        self._told.wait(seconds)
        return self.port is not None

    def program_pid(self):
        """Of the program itself, also below a wrapper."""
        if not self.wrapped:
            return self.process.pid
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(children, encoding="ascii") as file:
            return int(file.read().split()[0])

    def kill(self):
        """As a power switch would, but for the file system."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.wait()

    def stop(self, seconds=15):
        """SIGTERM; gives the exit status."""
        if self.process.poll() is None:
            try:
                os.kill(self.program_pid(), signal.SIGTERM)
            except (ProcessLookupError, IndexError, FileNotFoundError):
                pass
        return self.wait(seconds)

    def wait(self, seconds=20):
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired as late:
            self.kill()
            raise Fault(f"the server did not end within {seconds} s") from late
        self._reader.join(5)
        return status


class Installation:
    """A data directory with sites "demo" and "other", moderators "ann" and "bob", a webhook."""

    def __init__(self, program, webhook=True, folder=None):
        self.program = os.path.abspath(program)
        self.folder = folder or tempfile.mkdtemp(prefix="chaffinch-faults-")
        self.data = os.path.join(self.folder, "data")
        self.config = os.path.join(self.folder, "chaffinch.yaml")
        models = os.path.join(self.folder, "models")
        os.makedirs(models, exist_ok=True)
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(data=self.data, models=models, source=SOURCE))
        self.key = self._site("demo")
        self.other_key = self._site("other")
        for login in ("ann", "bob"):
            self.command(["moderator", "add", login], PASSWORD + "\n")
        if webhook:
            target = ["webhook", "add", "demo", "http://127.0.0.1:9/", "--allow-http", "--allow-private"]
            self.command(target)
        self.sessions = {}

    def command(self, words, given="", check=True):
        done = subprocess.run(
            [self.program, *words, "--data", self.data],
            input=given.encode(), capture_output=True, timeout=120, check=False,
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stderr.decode(errors='replace')}")
        return done

    def _site(self, name):
        return re.search(r"ck_\S+", self.command(["site", "add", name]).stdout.decode())[0]

    def start(self, wrapper=(), seconds=20):
        server = Server(self, wrapper)
        if not server.wait_ready(seconds):
            server.kill()
            raise Fault("the server did not start: " + " | ".join(server.lines[-3:]))
        return server

    def site_client(self, server, key=None, timeout=15):
        return Client(server.port, {"Authorization": "Bearer " + (key or self.key)}, timeout)

    def moderator_client(self, server, login, timeout=15):
        """Sessions outlive the process, so each moderator logs in once; CSRF tokens do not."""
        if login not in self.sessions:
            client = Client(server.port)
            answer = client.send("POST", "/v1/session", {"login": login, "password": PASSWORD})
            expect(answer.status == 200, f"login answered {answer.status}: {answer.body!r}")
            self.sessions[login] = answer.headers["Set-Cookie"].split(";")[0]
            client.close()
        if login not in server.csrf_tokens:
            client = Client(server.port, {"Cookie": self.sessions[login]}, timeout)
            answer = client.send("GET", "/v1/session")
            expect(answer.status == 200, f"the session answered {answer.status}: {answer.body!r}")
            server.csrf_tokens[login] = answer.json()["csrf_token"]
            client.close()
        headers = {"Cookie": self.sessions[login], "X-CSRF-Token": server.csrf_tokens[login]}
        return Client(server.port, headers, timeout)

    @contextlib.contextmanager
    def database(self, write=False):
        """A connection, read-only unless the server is down and it is to be changed; a live server's readers are no more to it than this one. Closed
        by hand, since one that lingers keeps the server from removing its log."""
        mode = "rw" if write else "ro"
        db = sqlite3.connect(f"file:{self.data}/chaffinch.db?mode={mode}", uri=True, timeout=10)
        try:
            yield db
        finally:
            db.close()

    def rows(self, sql, *values):
        with self.database() as db:
            return db.execute(sql, values).fetchall()

    def copy(self, ballast=False):
        """The same installation in a folder of its own, as it lies on the disk now."""
        twin = object.__new__(Installation)
        twin.__dict__.update(self.__dict__)
        twin.folder = tempfile.mkdtemp(prefix="chaffinch-faults-")
        twin.data = os.path.join(twin.folder, "data")
        leave_out = () if ballast else ("ballast",)
        shutil.copytree(self.data, twin.data, ignore=shutil.ignore_patterns(*leave_out))
        os.chmod(twin.data, 0o700)
        twin.config = os.path.join(twin.folder, "chaffinch.yaml")
        with open(self.config, encoding="utf-8") as file:
            text = file.read()
        with open(twin.config, "w", encoding="utf-8") as file:
            file.write(text.replace(f"data: {self.data}", f"data: {twin.data}"))
        return twin

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
