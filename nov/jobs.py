"""Work in the background: what happens to a job whose worker was killed. The tasks themselves live in their apps."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="take_up_abandoned", pass_context=True)
async def take_up_abandoned(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that fell silent (30 s without a heartbeat) to another one."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)
