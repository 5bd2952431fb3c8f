"""Do the manifests keep what they promise, and does everything here name what exists?"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from app.cli import build
from app.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OURS = "localhost/tipline:"
COMMANDS = {
    one.name or one.callback.__name__ for one in build().registered_commands if one.callback
}
API = {
    "Namespace": "v1",
    "ServiceAccount": "v1",
    "Service": "v1",
    "Deployment": "apps/v1",
    "CronJob": "batch/v1",
    "PodDisruptionBudget": "policy/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "NetworkPolicy": "networking.k8s.io/v1",
}
PROCESSES = ("bot", "staff", "console", "janitor")


def manifests() -> list[dict[str, Any]]:
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [one for file in files for one in yaml.safe_load_all(file.read_text())]


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {one["metadata"]["name"]: one for one in manifests() if one["kind"] == kind}


def pods() -> dict[str, dict[str, Any]]:
    found = {name: one["spec"]["template"]["spec"] for name, one in of_kind("Deployment").items()}
    for name, job in of_kind("CronJob").items():
        found[name] = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    return found


def containers() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, pod in pods().items():
        for one in (*pod["initContainers"], *pod["containers"]):
            yield name, one


def test_every_manifest_has_the_version_of_its_kind_and_our_namespace() -> None:
    for one in manifests():
        assert one["apiVersion"] == API[one["kind"]], one["metadata"]
        if one["kind"] != "Namespace":
            assert one["metadata"]["namespace"] == "tipline", one["metadata"]


def test_each_process_has_an_account_of_its_own_that_may_ask_the_cluster_nothing() -> None:
    accounts = of_kind("ServiceAccount")
    assert set(pods()) == set(PROCESSES) == set(accounts)
    for name, pod in pods().items():
        assert pod["serviceAccountName"] == name
        assert pod["automountServiceAccountToken"] is False
        assert accounts[name]["automountServiceAccountToken"] is False


def test_no_container_is_root_or_can_write_to_its_image() -> None:
    for name, pod in pods().items():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
    for name, one in containers():
        context = one["securityContext"]
        assert context["readOnlyRootFilesystem"] is True, name
        assert context["allowPrivilegeEscalation"] is False, name
        assert context["capabilities"] == {"drop": ["ALL"]}, name
        assert one["resources"]["limits"]["memory"], name


def test_every_mounted_volume_is_there_and_none_is_on_a_disk() -> None:
    for pod in pods().values():
        volumes = {one["name"]: one for one in pod["volumes"]}
        for one in (*pod["initContainers"], *pod["containers"]):
            assert {mount["name"] for mount in one["volumeMounts"]} <= set(volumes)
        for volume in volumes.values():
            assert "secret" in volume or volume["emptyDir"]["medium"] == "Memory"


@pytest.mark.parametrize("name", PROCESSES)
def test_secret_files_are_copied_for_their_user_alone_also_a_second_time(name: str) -> None:
    """What comes first in a pod may come again, over files that their user cannot write to."""
    shell, _, line = pods()[name]["initContainers"][0]["command"]
    user = {"user": 10001, "group": 10001} if os.geteuid() == 0 else {}
    with TemporaryDirectory() as folder:
        secret, data = Path(folder) / "secret", Path(folder) / "data"
        for place, mode in ((Path(folder), 0o755), (secret, 0o755), (data, 0o777)):
            place.mkdir(exist_ok=True)
            place.chmod(mode)
        (secret / "pepper").write_text("00")
        (secret / "pepper").chmod(0o444)
        line = line.replace("/secret/", f"{secret}/").replace("/var/lib/tipline/", f"{data}/")
        for _ in range(2):
            subprocess.run([shell, "-c", line], check=True, **user)
        assert (data / "pepper").stat().st_mode & 0o077 == 0


def test_everything_is_shut_and_each_process_reaches_what_it_needs() -> None:
    policies = of_kind("NetworkPolicy")
    assert policies["nothing"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert set(PROCESSES) <= set(policies)
    reached = {
        name: {
            to["ipBlock"]["cidr"] for rule in policies[name]["spec"]["egress"] for to in rule["to"]
        }
        for name in PROCESSES
    }
    for name in ("bot", "staff"):
        assert {"149.154.160.0/20", "91.108.4.0/22"} < reached[name]
    for name in ("console", "janitor"):
        assert all(cidr.endswith("/32") for cidr in reached[name]), name
    assert "ingress" not in policies["janitor"]["spec"]


def test_the_bots_grow_and_shrink_and_never_all_go() -> None:
    scaler = of_kind("HorizontalPodAutoscaler")["bot"]["spec"]
    assert scaler["scaleTargetRef"]["name"] == "bot"
    assert 2 <= scaler["minReplicas"] < scaler["maxReplicas"]
    assert of_kind("PodDisruptionBudget")["bot"]["spec"]["minAvailable"] == 1
    rolling = of_kind("Deployment")["bot"]["spec"]["strategy"]["rollingUpdate"]
    assert rolling["maxUnavailable"] == 0
    # Stopping has to be given the bot's 20 seconds.
    assert pods()["bot"]["terminationGracePeriodSeconds"] >= 30
    assert of_kind("Deployment")["console"]["spec"]["replicas"] == 1


def test_services_lead_to_ports_that_exist() -> None:
    for name, service in of_kind("Service").items():
        ports = {port["name"] for port in pods()[name]["containers"][0]["ports"]}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
        assert "readinessProbe" in pods()[name]["containers"][0], name


def commands() -> Iterator[str]:
    for _, one in containers():
        if "args" in one:
            yield one["args"][0]
    for one in yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"].values():
        if one["image"].startswith(OURS) and "command" in one:
            yield one["command"][0]
        if "entrypoint" in one:
            yield re.findall(r"tipline (\w+)", one["entrypoint"][-1])[0]
    for unit in (DEPLOY / "systemd").glob("*.service"):
        yield re.findall(r"^ExecStart=\S+/tipline (\w+)", unit.read_text(), re.MULTILINE)[0]


def test_every_command_that_is_started_exists() -> None:
    asked = set(commands())
    assert {"bot", "staff", "console", "janitor", "migrate"} <= asked
    assert asked - COMMANDS == set()


def test_every_setting_that_is_named_exists() -> None:
    known = {f"TIPLINE_{name.upper()}" for name in Settings.model_fields}
    files = [p for p in DEPLOY.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")]
    files.append(ROOT / "docs" / "operations.md")
    named = {n for p in files for n in re.findall(r"TIPLINE_[A-Z_]+[A-Z]", p.read_text())}
    assert named - known - {"TIPLINE_SETTINGS"} == set()


@pytest.mark.parametrize("file", ["Containerfile", "compose.yaml", "kubernetes/bot.yaml"])
def test_every_image_has_a_version(file: str) -> None:
    images = re.findall(r"(?:FROM|image:) (\S+)", (DEPLOY / file).read_text())
    assert images
    for image in images:
        assert re.search(r":\d", image), image


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users == ["10001:10001"]
    assert lines.index("USER 10001:10001") < lines.index('ENTRYPOINT ["tipline"]')
