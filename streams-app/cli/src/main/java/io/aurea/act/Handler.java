package io.aurea.act;

import io.aurea.executor.DecisionHandler;
import io.aurea.executor.IncidentHandler;

/** What a handler of the file does, with decisions or with the news of incidents. */
interface Handler extends DecisionHandler, IncidentHandler {}
