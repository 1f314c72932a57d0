"""Build the demo city and play its year, once; later runs only report."""

import time
from datetime import timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from certificates.issue import read_pdf
from certificates.models import Certificate
from evaluations.models import Application, User
from evaluations.status import CLOSED, Status
from journal.verify import verify
from workflows import desk
from workflows.demo import city
from workflows.demo.year import EARLIER, Year

ACCOUNTS = (
    ("applicant", "申报人（另有 applicant01 … applicant99）"),
    ("employer", "用人单位（另有 employer01 …）"),
    ("supervisor_dept", "主管部门"),
    ("district", "区市人社局（其他区市以代码登录，如 990611）"),
    ("checker", "市级受理与资格审查（复核：checker2）"),
    ("office", "评审办（异议核查：office2）"),
    ("expert", "评委（另有 expert2、expert03 …）"),
    ("chair", "主任委员"),
    ("leader", "局党组、领导小组"),
    ("hr", "制证岗"),
    ("finance", "财务（津贴名册）"),
    ("dept_tax", "联审部门（另有 dept_court、dept_market 等）"),
    ("auditor", "审计"),
    ("admin", "系统管理"),
)


class Command(BaseCommand):
    help = "Plays a year of the demo city from filing to certificates through the real verbs."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("The demo has known passwords: it runs only with LAUREL_DEMO=true.")
        call_command("migrate", verbosity=0)
        started = time.monotonic()
        if not User.objects.filter(username="office").exists():
            self._play()
            self.stdout.write(f"played in {time.monotonic() - started:.0f} s")
        self._copy_certificates()
        self._print_accounts()
        self._print_summary()

    def _play(self) -> None:
        if User.objects.exists():
            raise CommandError("This database already holds people. The demo needs an empty one.")
        now, dice = timezone.now(), Random(20260101)
        with translation.override("zh-hans"):
            built = city.build(dice, now - timedelta(days=EARLIER + 10))
            Year(built, dice, now, self._say).play()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _copy_certificates(self) -> None:
        """A flat folder of what was issued, for people to look at; the store keeps its own."""
        folder = Path(settings.VAR_DIR) / "certificates"
        folder.mkdir(parents=True, exist_ok=True)
        for certificate in Certificate.objects.filter(issued_at__isnull=False):
            path = folder / f"{certificate}.pdf"
            if not path.exists():
                path.write_bytes(read_pdf(certificate))

    def _print_accounts(self) -> None:
        self.stdout.write("\n演示账号（口令均为 demo）：")
        for username, who in ACCOUNTS:
            self.stdout.write(f"  {username:<16}{who}")

    def _print_summary(self) -> None:
        problems = list(desk.disagreements())
        verdict = verify()
        if not verdict.ok:
            problems.append(verdict.sentence)
        for problem in problems:
            self.stderr.write(problem)
        total = Application.objects.count()
        decided = Application.objects.filter(status__in=CLOSED | {Status.APPROVED}).count()
        issued = Certificate.objects.filter(issued_at__isnull=False).count()
        self.stdout.write(
            f"demo: {total} applications, {decided} decided, {issued} certificates issued, "
            f"{len(problems)} problems"
        )
        if problems:
            raise CommandError("The demo city has problems: see above.")
