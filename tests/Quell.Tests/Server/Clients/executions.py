"""Executions as boto3 speaks of them: started, listed, described, their histories read, their tasks answered."""
import datetime
import json
import threading
import time
import uuid

from check import check, client, done, refused, same

states = client("stepfunctions")
ROLE = "arn:aws:iam::000000000000:role/flows"
PASS = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
WAIT = {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 3600, "End": True}}}


def name():
    return f"run-{uuid.uuid4().hex[:8]}"


def create(definition, **more):
    return states.create_state_machine(name=name(), definition=json.dumps(definition), roleArn=ROLE, **more)["stateMachineArn"]


def ended(arn):
    while True:
        described = states.describe_execution(executionArn=arn)
        if described["status"] != "RUNNING":
            return described
        time.sleep(0.02)


@check("start, describe, history")
def _():
    machine = create(PASS)
    started = states.start_execution(stateMachineArn=machine, name="one", input='{ "a": 1 }')
    same(isinstance(started["startDate"], datetime.datetime), True)
    described = ended(started["executionArn"])
    same((described["status"], described["input"], described["output"]), ("SUCCEEDED", '{ "a": 1 }', '{ "a": 1 }'))
    same((described["startDate"], described["stopDate"] >= described["startDate"]), (started["startDate"], True))
    pages = list(states.get_paginator("get_execution_history").paginate(executionArn=started["executionArn"], PaginationConfig={"PageSize": 3}))
    events = [event for page in pages for event in page["events"]]
    same([event["type"] for event in events], ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"])
    same((len(pages), events[0]["timestamp"], events[0]["executionStartedEventDetails"]["roleArn"]), (2, started["startDate"], ROLE))
    refused("ExecutionAlreadyExists", 400, states.start_execution, stateMachineArn=machine, name="one", input="2")
    refused("InvalidExecutionInput", 400, states.start_execution, stateMachineArn=machine, input="oops")
    refused("ExecutionDoesNotExist", 400, states.describe_execution, executionArn=started["executionArn"] + "x")


@check("list and stop")
def _():
    machine = create(WAIT)
    arns = [states.start_execution(stateMachineArn=machine)["executionArn"] for _ in range(3)]
    stopped = states.stop_execution(executionArn=arns[0], error="Enough", cause="by hand")
    same(isinstance(stopped["stopDate"], datetime.datetime), True)
    described = states.describe_execution(executionArn=arns[0])
    same((described["status"], described["error"], described["cause"], described["stopDate"]), ("ABORTED", "Enough", "by hand", stopped["stopDate"]))
    pages = list(states.get_paginator("list_executions").paginate(stateMachineArn=machine, PaginationConfig={"PageSize": 2}))
    same([len(page["executions"]) for page in pages], [2, 1])
    same([each["executionArn"] for each in states.list_executions(stateMachineArn=machine, statusFilter="ABORTED")["executions"]], arns[:1])
    for arn in arns:
        states.stop_execution(executionArn=arn)


@check("activity and tokens")
def _():
    activity = states.create_activity(name=name())["activityArn"]
    machine = create({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": activity, "HeartbeatSeconds": 60, "End": True}}})
    taken = {}
    worker = threading.Thread(target=lambda: taken.update(client("stepfunctions", read_timeout=70).get_activity_task(activityArn=activity, workerName="w")))
    worker.start()
    arn = states.start_execution(stateMachineArn=machine, input="7")["executionArn"]
    worker.join()
    same(taken["input"], "7")
    states.send_task_heartbeat(taskToken=taken["taskToken"])
    states.send_task_success(taskToken=taken["taskToken"], output="[8]")
    same(ended(arn)["output"], "[8]")
    refused("TaskTimedOut", 400, states.send_task_success, taskToken=taken["taskToken"], output="[8]")
    refused("InvalidToken", 400, states.send_task_failure, taskToken="none")


@check("synchronous")
def _():
    machine = create(PASS, type="EXPRESS")
    direct = client("stepfunctions", inject_host_prefix=False)
    answer = direct.start_sync_execution(stateMachineArn=machine, input='{"a": 1}')
    same((answer["status"], answer["output"], answer["billingDetails"]["billedMemoryUsedInMB"]), ("SUCCEEDED", '{"a": 1}', 64))
    refused("StateMachineTypeNotSupported", 400, direct.start_sync_execution, stateMachineArn=create(PASS))


done()
