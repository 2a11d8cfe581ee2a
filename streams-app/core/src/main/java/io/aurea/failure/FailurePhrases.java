package io.aurea.failure;

import java.util.ArrayList;
import java.util.List;

/**
 * The phrases that show a failure, in order of precedence.
 *
 * <p>A phrase is words of {@code [a-z0-9]} separated by one blank, which matches whatever separates words in a text
 * ({@code deadline exceeded} is also {@code DEADLINE_EXCEEDED}). It matches whole words, unless marked:
 *
 * <ul>
 *   <li>{@code *} in front or behind: the word may continue there ({@code *timeoutexception}, {@code sqlstate 08*})
 *   <li>{@code ^} in front, {@code $} behind: only at the beginning, or the end, of the whole text
 *   <li>{@code :} in front: only right behind {@code :} or {@code =} ({@code :5432} is a port, not an order number)
 *   <li>{@code ~} behind: not as the name of a setting ({@code timeout=30} is not a timeout)
 * </ul>
 *
 * A longer phrase hides those it contains ({@code time out of range} is not {@code time out}).
 */
final class FailurePhrases {

    /** The meaning of a match. */
    enum Meaning {
        FAILURE,
        /** Names a database; turns a timeout, network or dependency failure into a database failure. */
        NAMES_DATABASE,
        /** Names another service; turns a network failure into a dependency failure. */
        NAMES_DEPENDENCY,
        /** Only hides shorter phrases. */
        NOTHING
    }

    /** @param failure the class it shows; null unless the meaning is FAILURE */
    record Group(Meaning meaning, FailureClass failure, List<String> phrases) {}

    /** Each line of a block is a list of phrases, separated by commas. */
    private static final String NOT_MEANT = """
            timeout ms, timeout millis, timeout sec, timeout secs, timeout seconds, timeout s, timeout config
            timeout setting, timeout settings, timeout parameter, timeout option
            time out of, no timeout, without timeout, not a timeout, non timeout, timeout disabled, timeout 0
            permission denied handler, connection pool size, rate limit remaining, database name
            """;

    private static final String USED_UP = """
            no space left, disk full, disk is full, disk quota, volume is full, filesystem full, file system full
            out of memory, outofmemoryerror, outofmemoryexception, java heap space, gc overhead limit, cannot allocate memory
            memoryerror, bad alloc, oom, oomkilled, oomkiller, out of shared memory, memory limit exceeded, not enough memory
            insufficient memory, insufficient cpu, insufficient storage, insufficient disk, not enough space
            not enough disk, low on resource, heap exhausted, direct buffer memory, could not extend file, memory exhausted
            too many open files, out of file descriptors, no file descriptors available, unable to create new native thread
            unable to create native thread, can t start new thread, resource temporarily unavailable, too many processes
            resource exhausted, resourceexhausted, resourceexhaustedexception, quota exceeded, exceeded quota, exceeds quota, over quota
            exceeded your current quota, quotaexceeded, rate limit, rate limited, ratelimiterror, ratelimit exceeded
            rate exceeded, too many requests, toomanyrequests, throttled, throttling, throttlingexception
            *throughputexceededexception, requestlimitexceeded, requestnotpermitted, reduce your request rate
            rejectedexecutionexception, taskrejectedexception, thread pool exhausted, threadpool exhausted
            thread pool is exhausted, queue is full, queue full, buffer is full, buffer full, bufferexhaustedexception
            bufferoverflowexception, bulkhead, bulkheadfullexception, no buffer space available
            enospc, emfile, enfile, enomem, edquot, enobufs, errno 12, errno 23, errno 24, errno 28, errno 122
            oserror 28, os error 12, os error 24, os error 28, eagain
            sqlstate 53100, sqlstate 53200, sqlstate 53400, sql state 53100, sql state 53200, sql state 53400
            storage usage exceeds, memory usage exceeds, usage exceeds the total limit
            """;

    private static final String NOT_ALLOWED = """
            permission denied, permissiondenied, permissiondeniedexception, permissiondeniederror, permissionerror
            permissions error, insufficient permission, insufficient permissions, insufficient privilege
            insufficient privileges, insufficientprivilege, missing permission, missing permissions, no permission
            lacks permission, does not have permission, do not have permission, does not have the required permissions
            operation not permitted, not permitted to, access denied, access is denied, accessdenied, accessdeniedexception
            access to the path, unauthorizedaccessexception, not authorized, notauthorized, unauthorized, unauthorised
            unauthorizedexception, not authorised, authorization failed, authorization required, authorizationexception
            *authorizationexception, *authorizationfailedexception, forbidden, forbiddenexception, unauthenticated
            authentication failed, authentication failure, authentication required, authentication is required, authentication error
            authenticationexception, *authenticationexception, authenticationfailed, authenticationerror
            authenticationfailedexception, notauthenticated, invalid credentials, bad credentials, badcredentialsexception
            invalid username or password, incorrect password, wrong password, login failed, logon denied, login denied
            invalid token, invalidtoken, token expired, token has expired, token is expired, expired token, expiredtoken
            expiredtokenexception, expiredjwtexception, tokenexpirederror, jwt expired, signature expired, invalid signature
            signaturedoesnotmatch, invalid api key, api key invalid, invalidapikey, missing api key
            session expired, session has expired, must be owner of, no pg hba conf entry
            access control exception, accesscontrolexception, securityexception, not allowed to access, invalidclienttokenid
            eacces, eperm, errno 1, errno 13, os error 1, os error 13
            sqlstate 28*, sqlstate 42501, sql state 28*, sql state 42501, saslauthenticationexception
            fatal role, insufficient scope, insufficient scopes, error 1044, error 1045, error 1142, error 1227
            """;

    private static final String WRONG_QUESTION = """
            bad request, badrequest, badrequestexception, unprocessable entity, unprocessable content, unsupported media type, method not allowed
            payload too large, request entity too large, uri too long, length required, not acceptable
            invalid argument, invalidargument, invalidargumentexception, illegal argument, illegalargumentexception
            argumentexception, argumentnullexception, argumentoutofrangeexception, methodargumentnotvalidexception
            validation failed, validation failure, validation error, validation errors, validationerror, validationexception
            failed validation, schema validation, constraintviolationexception, constraint violation, bindexception validation
            valueerror, numberformatexception, formatexception, unicodedecodeerror, datetimeparseexception
            jsonparseexception, jsonprocessingexception, jsonmappingexception, jsondecodeerror, jsonsyntaxexception
            mismatchedinputexception, unrecognizedpropertyexception, httpmessagenotreadableexception
            invalid json, malformed json, malformed request, malformedurlexception, malformed input, invalid character
            invalid syntax, unexpected token, parse error, parsing error, parseexception, failed to parse, cannot parse
            could not parse, unable to parse, failed to decode, cannot deserialize, cannot unmarshal, failed to deserialize
            serializationexception, recorddeserializationexception, avrotypeexception, schemaparseexception
            invalid input, invalid value, invalid format, invalid parameter, invalid request, invalidrequest, invalid field, invalid email
            invalid date, invalid uuid, invalid url, invalid type, invalid enum, missing required, is a required
            field required, field is required, parameter is required, required field, required parameter, required property, must not be null, must not be empty, must not be blank, may not be null
            cannot be null, cannot be empty, cannot be blank, must be one of, must be greater
            must be less, must be positive, must be between, must be at least, must be at most, must match, out of range value
            value out of range, value too long, data too long, value is not a valid, is not a valid, not a valid
            recordtoolargeexception, record is too large, message is too large, messagetoolarge, message too large
            invalidtopicexception, invalidrecordexception, larger than max, exceeds maximum length
            violates check constraint, violates unique constraint, violates foreign key constraint, unique constraint failed
            violates not null constraint, violates exclusion constraint, foreign key constraint fails, check constraint
            duplicate key, duplicate entry, duplicatekeyexception, uniqueviolation, integrityerror, already exists
            alreadyexists, null value in column, invalid input syntax, integrity constraint violation
            dataintegrityviolationexception, sqlintegrityconstraintviolationexception, foreignkeyviolation, notnullviolation
            checkviolation, stringdatarighttruncation, out of range for type, incorrect integer value
            einval, errno 22, os error 22, code outofrange, code out of range
            sqlstate 22*, sqlstate 23*, sql state 22*, sql state 23*
            numeric field overflow, required request parameter, required request body, required request header
            error 1048, error 1062, error 1364, error 1366, error 1406, error 1451, error 1452
            """;

    private static final String DATABASE = """
            sqlstate, sql state, sqlexception, *sqlexception, *sqltransientconnectionexception, sqltransientexception
            sqlrecoverableexception, sqlnontransientconnectionexception, sqltimeoutexception, *sqlsyntaxerrorexception
            batchupdateexception, sqlgrammarexception, badsqlgrammarexception, uncategorizedsqlexception
            jdbcconnectionexception, cannotgetjdbcconnectionexception, genericjdbcexception, lockacquisitionexception
            dataaccessresourcefailureexception, cannotacquirelockexception, cannotcreatetransactionexception
            deadlockloserdataaccessexception, querytimeoutexception, persistenceexception, jdbcexception
            mysqlnontransientconnectionexception, communicationsexception, communications link failure
            psycopg, psycopg2, asyncpg, pymysql, mysqldb, sqlalchemy, operationalerror, interfaceerror, programmingerror, ^pq, pgx, pg connectionbad
            too many clients already, remaining connection slots, too many connections, max client conn
            the database system is, database system is starting up, database system is shutting down, terminating connection due to
            server closed the connection unexpectedly, canceling statement due to, canceling autovacuum task, deadlock detected, deadlock found
            deadlock victim, could not serialize access, could not obtain lock, current transaction is aborted
            lock wait timeout, lock timeout, statement timeout, query timeout, query timed out, error relation, error column
            syntax error at or near, you have an error in your sql syntax, unknown column, unknown database
            read only transaction, cached plan must not change result type, prepared statement
            lost connection to mysql server, mysql server has gone away, can t connect to mysql, can t connect to local mysql
            database error, database exception, database failure, database unavailable, database unreachable, databaseerror
            database connection, database connections, database is locked, database is closed, database is down
            database is unavailable, database is not available, database is read only, database locked, database down
            database server, database timeout, database offline, database not available, database query failed
            connection to database, connection to the database, connect to database, connect to the database
            connecting to database, connecting to the database, connection to db, connect to db, db error, db connection
            db unavailable, db timeout, db is down
            hikaripool, hikari pool, c3p0, queuepool limit, connection pool exhausted, connection pool is exhausted
            connection pool exhaustion, connection pool timeout, pool exhausted, poolexhaustedexception, query wait timeout
            sorry too many clients, failed to obtain jdbc connection, unable to acquire jdbc connection
            could not get jdbc connection, unable to obtain connection from database, unable to acquire connection from pool
            ora 0*, ora 1*, ora 2*, ora 3*, no listener
            mongoexception, *mongoserverselectionerror, mongonetworkerror, mongotimeoutexception, mongoservererror
            serverselectiontimeouterror, mongosocketopenexception, nohostavailableexception, allnodesfailedexception
            redisconnectionexception, redistimeoutexception, jedisconnectionexception, jedisexception, redisexception
            rediscommandtimeoutexception, redisclusterexception, redis server
            fatal database, error 1040, error 1049, error 1054, error 1064, error 1146, error 1205, error 1213
            error 2002, error 2003, error 2006, error 2013
            """;

    /** That a call was not even made is more specific than its reason. */
    private static final String TAKEN_TO_BE_DOWN = """
            circuit breaker, circuitbreaker, circuit open, circuit is open, circuitbreakeropenexception, circuitopenexception
            circuitbreakererror, callnotpermittedexception, brokencircuitexception, breaker is open, breaker open
            circuit short circuited, hystrix circuit
            """;

    private static final String TIMEOUT = """
            timeout~, timed out, time out, timedout, *timeoutexception, *timeouterror, *timedoutexception, timeout exceeded, timeouted
            connecttimeout~, connectiontimeout~, readtimeout~, writetimeout~, requesttimeout~, sockettimeout~, gatewaytimeout~
            pooltimeout~, serverselectiontimeout~, deadline exceeded, deadlineexceeded, deadlineexceedederror, *deadlineexceededexception
            deadline has elapsed, deadline expired, deadline elapsed, time limit exceeded, time limit reached, took too long
            did not respond in time, not respond within, no response within, no answer within, response took longer than
            not complete within, not completed within, not finish within
            not present in metadata after, failed to update metadata after, has passed since batch creation
            has passed since last append, etimedout, etime, esockettimedout, errno 60, errno 110, os error 110, winerror 10060
            *timelimitexceeded, time limit was exceeded
            """;

    private static final String DEPENDENCY = """
            service unavailable, serviceunavailable, serviceunavailableexception, *serviceunavailableerror, server unavailable, bad gateway, badgateway
            service is unavailable, service temporarily unavailable, service is temporarily unavailable, service not available
            service is not available, service is down, services unavailable, server is unavailable, server is temporarily unavailable
            temporarily unavailable, temporarily overloaded, server overloaded, server is overloaded
            no healthy upstream, no healthy backend, no healthy host, no healthy hosts, upstream connect error
            upstream error, upstream failure, upstream unavailable, upstream request failed, no live upstreams
            bad upstream response, invalid response from upstream, backend fetch failed, backend unavailable, backend is down
            bad response from upstream, downstream error, downstream failure, downstream unavailable, dependency failed, dependency failure
            dependency unavailable, failed dependency, no instances available, no servers available, no available server
            no available servers, no endpoints available, no endpoint available, not have available server, no provider available
            hystrixruntimeexception, retryableexception status, fault filter abort
            not leader or follower, notleaderorfollowerexception, notleaderforpartitionexception, leader not available
            there is no leader, leadernotavailableexception, notenoughreplicasexception, not enough replicas
            broker may not be available, brokernotavailableexception, broker not available, no brokers available, nobrokersavailable
            coordinatornotavailableexception, coordinator is not available, coordinator not available, all broker connections are down
            ^unavailable, code unavailable, codes unavailable, statuscode unavailable, status unavailable, 14 unavailable, grpc unavailable
            statusruntimeexception unavailable, statusexception unavailable, unavailable io exception, grpc status 14
            unavailable desc, unavailable upstream
            all shards failed, no upstream host, no upstream hosts, no upstream available
            """;

    private static final String NETWORK = """
            connection refused, connectionrefused, connectionrefusederror, connectexception, connection reset, connectionreset
            connectionreseterror, connection was reset, connection aborted, connectionabortederror, connection abort
            connection was aborted, connection closed, connection was closed, connection is closed, connection lost
            connection was lost, connectionlost, connection dropped, connection terminated, connection error, connectionerror
            connection failed, connection failure, connectionfailure, connection could not be established
            connection was forcibly closed, connection attempt failed, clientconnectorerror, clientconnectionerror, newconnectionerror, remotedisconnected
            remote end closed connection, serverdisconnectederror, server disconnected, disconnected before a response, disconnectexception
            actively refused, networkexception, broken pipe, brokenpipeerror, no route to host, noroutetohostexception
            network is unreachable, network unreachable, network is down, network error, networkerror, network failure
            host is unreachable, host unreachable, host is down, destination unreachable, unreachable host, no such host
            unknown host, unknownhostexception, unresolvedaddressexception, name resolution, name or service not known, could not resolve
            couldn t resolve, failed to resolve, unable to resolve host, without sending tls close notify, cannot resolve host, nodename nor servname, could not translate host name
            nxdomain, no address associated with hostname, server misbehaving, dns lookup, dns resolution, dns error
            getaddrinfo, gaierror, socket hang up, socketexception, socket closed, socket is closed, socket error
            closedchannelexception, channel closed, transport is closing, transport is closed, transport closing, unexpected eof
            failed to connect, could not connect, couldn t connect, can t connect, cannot connect, unable to connect
            not possible to connect, error while dialing, connect failed, failed to establish a new connection
            could not establish connection, failed to open socket, premature end of file, premature close, prematurely closed
            prematurecloseexception, responseclosed, noresponseexception, no response from server, nohttpresponseexception
            failed to respond, empty reply from server
            ssl error, sslerror, sslexception, sslhandshakeexception, ssl handshake, tls handshake, handshake failed, handshake failure
            handshake error, certificate verify failed, certificate has expired, certificate expired, certificate verification failed
            x509, pkix path building failed, self signed certificate, unable to verify the first certificate, bad certificate
            goaway, rst stream, err connection refused, err name not resolved, err connection reset
            econnrefused, econnreset, econnaborted, epipe, ehostunreach, enetunreach, enetdown, ehostdown, enotconn, enotfound
            eai again, errno 32, errno 61, errno 101, errno 104, errno 111, errno 113, os error 32, os error 101
            os error 104, os error 111, os error 113, winerror 10061
            eof$, use of closed network connection, closed idle connection, closed the connection, closed by the remote host
            """;

    private static final String DATABASE_NAMES = """
            database, db, postgres, postgresql, pgsql, pgbouncer, pgpool, mysql, mariadb, sqlite, oracle, sqlserver, mssql
            mongodb, mongo, redis, cassandra, dynamodb, cockroachdb, jdbc, datasource, hikari, sql
            port 5432, :5432, port 3306, :3306, port 6379, :6379, port 27017, :27017, port 1433, :1433, port 1521, :1521
            """;

    private static final String DEPENDENCY_NAMES = """
            upstream, upstreams, downstream, third party, external service, backend service, remote service
            """;

    private static final String[] CODE_PLACES = {
        "http",
        "http 1 0",
        "http 1 1",
        "http 2",
        "http 2 0",
        "http error",
        "http status",
        "http code",
        "status",
        "status code",
        "statuscode",
        "http statuscode",
        "response code",
        "error code",
        "http response code",
        "error",
        "httperror",
        "httpexception",
        "responded with",
        "response status",
        "responded"
    };

    private FailurePhrases() {}

    /** In order of precedence. */
    static List<Group> inOrder() {
        return List.of(
                new Group(Meaning.NOTHING, null, list(NOT_MEANT)),
                new Group(Meaning.NAMES_DATABASE, null, list(DATABASE_NAMES)),
                new Group(Meaning.NAMES_DEPENDENCY, null, list(DEPENDENCY_NAMES)),
                failure(FailureClass.RESOURCE, USED_UP, 429, 507),
                failure(FailureClass.PERMISSION, NOT_ALLOWED, 401, 403, 407, 511),
                failure(FailureClass.VALIDATION, WRONG_QUESTION, 400, 405, 406, 409, 411, 412, 413, 414, 415, 422, 431),
                failure(FailureClass.DATABASE, DATABASE),
                failure(FailureClass.DEPENDENCY, TAKEN_TO_BE_DOWN),
                failure(FailureClass.TIMEOUT, TIMEOUT, 408, 504, 524),
                failure(FailureClass.DEPENDENCY, DEPENDENCY, 424, 502, 503, 521, 523, 529),
                failure(FailureClass.NETWORK, NETWORK));
    }

    private static Group failure(FailureClass failure, String phrases, int... httpCodes) {
        List<String> all = new ArrayList<>(list(phrases));
        for (int code : httpCodes) {
            for (String place : CODE_PLACES) {
                all.add(place + ' ' + code);
            }
            all.add("^" + code + "$");
            all.add(code + " client error");
            all.add(code + " server error");
        }
        return new Group(Meaning.FAILURE, failure, all);
    }

    private static List<String> list(String block) {
        List<String> phrases = new ArrayList<>();
        for (String line : block.split("\n")) {
            for (String phrase : line.split(",")) {
                if (!phrase.isBlank()) {
                    phrases.add(phrase.strip());
                }
            }
        }
        return phrases;
    }
}
